import { CreateVideoDocument } from '@lectern/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Upload } from 'tus-js-client';
import { useSdk } from '../../graph/sdk.tsx';

/** Where an upload stands. */
export type UploadState =
  | { readonly status: 'idle' }
  | { readonly status: 'sending'; readonly sent: number; readonly total: number }
  | { readonly status: 'done'; readonly title: string }
  | { readonly status: 'failed'; readonly error: unknown };

const retryDelaysMs = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];
const chunkBytes = 8 * 1024 * 1024;

/** Sends the file of a new video in pieces, going on after a lost connection. */
export function useUpload(courseId: string) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const running = useRef<Upload | null>(null);
  const [state, setState] = useState<UploadState>({ status: 'idle' });
  useEffect(() => () => void running.current?.abort(), []);

  const start = useCallback(
    async (file: File, title: string) => {
      setState({ status: 'sending', sent: 0, total: file.size });
      try {
        const { createVideo } = await sdk.mutate(CreateVideoDocument, {
          input: { courseId, title, sizeBytes: file.size },
        });
        const { uploadUrl } = createVideo.upload;
        await queries.invalidateQueries({ queryKey: ['CourseVideos'] });
        const upload = new Upload(file, {
          uploadUrl: new URL(uploadUrl, location.origin).href,
          retryDelays: retryDelaysMs,
          chunkSize: chunkBytes,
          storeFingerprintForResuming: false,
          onBeforeRequest: async (request) => {
            for (const [name, value] of Object.entries(await sdk.authHeaders())) request.setHeader(name, value);
          },
          onProgress: (sent, total) => setState({ status: 'sending', sent, total: total ?? file.size }),
          onSuccess: () => {
            running.current = null;
            setState({ status: 'done', title });
            void queries.invalidateQueries({ queryKey: ['CourseVideos'] });
          },
          onError: (error) => {
            running.current = null;
            setState({ status: 'failed', error });
          },
        });
        running.current = upload;
        upload.start();
      } catch (error) {
        setState({ status: 'failed', error });
      }
    },
    [sdk, queries, courseId],
  );

  const cancel = useCallback(() => {
    void running.current?.abort();
    running.current = null;
    setState({ status: 'idle' });
  }, []);
  return { state, start, cancel };
}
