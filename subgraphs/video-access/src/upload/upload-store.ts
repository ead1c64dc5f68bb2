/** Where the files of unfinished videos arrive, by the video's id. */
export type UploadStore = {
  /** Makes room for a file of that size. Done before the video is there; without a video nothing can be sent. */
  create(videoId: string, sizeBytes: number): Promise<void>;
  /** Bytes that have arrived; null when there is no upload. */
  receivedBytes(videoId: string): Promise<number | null>;
  /** The path of the file on this machine's disk. */
  pathOf(videoId: string): string;
  /** Does nothing when there is none. */
  remove(videoId: string): Promise<void>;
};
