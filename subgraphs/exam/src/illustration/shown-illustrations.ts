import type { PaperQuestionView } from '../attempt/attempt-view.ts';
import type { PaperIllustration } from '../paper/paper.ts';
import type { IllustrationLinks } from './illustration-links.ts';

/** A picture with everything the GraphQL type Illustration says of it. */
export type ShownIllustration = Required<PaperIllustration> & { readonly url: string };

/**
 * Questions with whole pictures, for messages that nobody resolves any more: the addresses are for one viewer, so such
 * a message is for that viewer alone.
 */
export function withIllustrations(
  views: readonly PaperQuestionView[],
  viewerId: string,
  links: IllustrationLinks,
): readonly object[] {
  const shown = (picture: PaperIllustration | null): ShownIllustration | null =>
    picture && {
      id: picture.id,
      url: links.urlFor(picture.id, viewerId),
      alt: picture.alt,
      width: picture.width ?? 0,
      height: picture.height ?? 0,
    };
  return views.map((view) => {
    const illustration = shown(view.illustration);
    if (view.__typename !== 'ChoiceQuestion') return { ...view, illustration };
    const choices = view.choices.map((choice) => ({ ...choice, illustration: shown(choice.illustration) }));
    return { ...view, illustration, choices };
  });
}
