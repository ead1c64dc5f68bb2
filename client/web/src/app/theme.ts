import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const ink: MantineColorsTuple = [
  '#eff2fc',
  '#dce2f6',
  '#b7c3ec',
  '#93a5e3',
  '#7389da',
  '#5c75d2',
  '#4a63c6',
  '#3a50ad',
  '#314597',
  '#263878',
];

const dark: MantineColorsTuple = [
  '#d9dde4',
  '#bac0ca',
  '#a0a7b3',
  '#6d7582',
  '#40464f',
  '#31363f',
  '#262a32',
  '#1a1d23',
  '#131519',
  '#0d0f12',
];

/** The look of the app: system fonts, one calm blue, generous corners. Nothing is loaded from elsewhere. */
export const theme = createTheme({
  colors: { ink, dark },
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  fontFamily:
    'Inter, -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell, "Liberation Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '14px', xl: '20px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  headings: {
    fontWeight: '650',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.25' },
      h2: { fontSize: '1.25rem', lineHeight: '1.35' },
      h3: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h4: { fontSize: '1rem', lineHeight: '1.45' },
    },
  },
  components: {
    Anchor: { defaultProps: { underline: 'hover' } },
    Paper: { defaultProps: { radius: 'lg' } },
    Modal: {
      defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.45, blur: 2 } },
      styles: { title: { fontWeight: 650, fontSize: '1.125rem' } },
    },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.45, blur: 2 } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, events: { hover: true, focus: true, touch: true } } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 600 } },
    Table: { defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 'md' } },
  },
});

/** Colours whose defaults do not reach the contrast of WCAG AA for text. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--lectern-canvas': '#f6f7f9',
    '--lectern-line': '#e2e5ea',
    '--lectern-good': '#1d6f42',
    '--lectern-bad': '#b42525',
    '--lectern-warn': '#8a4b00',
    '--lectern-soft': '#eef0f4',
    '--mantine-color-text': '#1b1f27',
    '--mantine-color-dimmed': '#596171',
    '--mantine-color-placeholder': '#6b7382',
    '--mantine-color-error': '#b42525',
    '--mantine-color-default-border': '#cfd4dc',
    '--mantine-color-anchor': '#3349a6',
    '--mantine-color-ink-light': '#edf0fb',
    '--mantine-color-ink-light-hover': '#e1e6f8',
    '--mantine-color-teal-light': '#dcf3e8',
    '--mantine-color-teal-light-color': '#0c5a41',
    '--mantine-color-orange-light': '#fdeedd',
    '--mantine-color-orange-light-color': '#7a3f00',
    '--mantine-color-red-light-color': '#8f1d1d',
    '--mantine-color-gray-light': '#eceef2',
    '--mantine-color-gray-light-color': '#3f4754',
  },
  dark: {
    '--lectern-canvas': '#131519',
    '--lectern-line': '#2c3038',
    '--lectern-good': '#6fcf97',
    '--lectern-bad': '#ff9a9a',
    '--lectern-warn': '#f2b866',
    '--lectern-soft': '#22262d',
    '--mantine-color-text': '#e3e6ec',
    '--mantine-color-dimmed': '#a0a7b3',
    '--mantine-color-placeholder': '#8d95a2',
    '--mantine-color-error': '#ff9a9a',
    '--mantine-color-default-border': '#40464f',
    '--mantine-color-anchor': '#a5b5ee',
  },
});
