import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Box } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';

export interface HistogramBar {
  readonly label: string;
  readonly count: number;
  /** Stands out, with a mark in its label as well. */
  readonly isMarked?: boolean;
}

export interface HistogramProps {
  readonly bars: readonly HistogramBar[];
  /** What the bars count, for example people. */
  readonly countLabel: string;
  readonly labelHeading: string;
  /** The chart in a sentence, for those who do not see it. */
  readonly summary: string;
  /** In pixels. */
  readonly height?: number;
}

/** Only where a class begins, so that the labels fit on a phone. */
function shortened(label: string): string {
  return label.split('–')[0] ?? label;
}

/** How many fall into each class, as bars; the same as a table for screen readers. */
export function Histogram({ bars, countLabel, labelHeading, summary, height = 240 }: HistogramProps) {
  const isNarrow = useMediaQuery('(max-width: 48em)');
  const data = bars.map(({ label, count, isMarked }) => ({
    label: isMarked ? `▸ ${label}` : label,
    [countLabel]: count,
  }));
  return (
    <figure style={{ margin: 0 }}>
      <Box aria-hidden>
        <BarChart
          h={height}
          data={data}
          dataKey="label"
          series={[{ name: countLabel, color: 'ink.5' }]}
          tickLine="none"
          gridAxis="x"
          withBarValueLabel
          accessibilityLayer={false}
          barProps={{ radius: [4, 4, 0, 0], isAnimationActive: false }}
          yAxisProps={{ allowDecimals: false, width: 36 }}
          xAxisProps={{
            interval: 0,
            tick: { fontSize: 11, fill: 'currentColor' },
            tickFormatter: (label: string) => (isNarrow ? shortened(label) : label),
          }}
          barChartProps={{ margin: { top: 22, right: 0, bottom: 0, left: 0 } }}
          withTooltip={false}
          valueLabelProps={{ formatter: (value: unknown) => (value === 0 ? '' : String(value)) }}
        />
      </Box>
      <figcaption className="lectern-hidden">
        {summary}
        <table>
          <thead>
            <tr>
              <th scope="col">{labelHeading}</th>
              <th scope="col">{countLabel}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ label, count }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </figcaption>
    </figure>
  );
}
