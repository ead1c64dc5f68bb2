/** Where the text of the supergraph comes from. */
export type SupergraphText = Disposable & {
  /** For the log. */
  readonly place: string;
  /**
   * The text as it is now; the listener is told of later ones until disposed. Rejects with an Error that says why the
   * text cannot be had. Called once.
   */
  open(listener: SupergraphTextListener): Promise<string>;
};

export type SupergraphTextListener = {
  /** A text was read that may be another than the last. */
  readonly onText: (sdl: string) => void;
  /** The text could not be had; the last one still counts. */
  readonly onTrouble: (error: unknown) => void;
};
