/** Where the text of the supergraph comes from. */
export type SupergraphText = Disposable & {
  /** For the log. */
  readonly place: string;
  /** The text as it is now. Rejects with an Error that says why it cannot be had. */
  read(): Promise<string>;
  /** Tells the listener of each change until disposed; one listener. */
  follow(listener: SupergraphTextListener): void;
};

export type SupergraphTextListener = {
  /** A text was read that may be another than the last. */
  readonly onText: (sdl: string) => void;
  /** The text could not be had; the last one still counts. */
  readonly onTrouble: (error: unknown) => void;
};
