import type { Lectern, RequestArguments, TypedDocument } from '@lectern/sdk';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { sayDone, sayFailed } from '../ui/toast.ts';
import { useErrorText } from './error-text.ts';
import { useSdk } from './sdk.tsx';
import { viewerKey } from './session.tsx';

/** How to ask. */
export interface GraphQueryOptions {
  readonly enabled?: boolean;
  /** Asks again every so many milliseconds. */
  readonly refetchEveryMs?: number | false;
}

/** Whatever is there: a part that failed is null with an error, and the rest of the page still works. */
async function ask<Data, Variables>(
  sdk: Lectern,
  document: TypedDocument<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Data> {
  const rest: RequestArguments<Variables> = [variables, { signal }];
  const { data, errors } = await sdk.queryPartial(document, ...rest);
  if (data === null || (errors[0] && isAllNull(data))) throw errors[0] ?? new Error('The answer is empty.');
  return data;
}

function isAllNull(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.values(data).every((value) => value === null);
}

/** The result of a query of the graph, cached by operation and variables. */
export function useGraphQuery<Data, Variables>(
  document: TypedDocument<Data, Variables>,
  variables: NoInfer<Variables>,
  { enabled = true, refetchEveryMs = false }: GraphQueryOptions = {},
) {
  const sdk = useSdk();
  return useQuery<Data, Error>({
    queryKey: [document.name, variables],
    queryFn: ({ signal }) => ask(sdk, document, variables, signal),
    enabled,
    refetchInterval: refetchEveryMs,
  });
}

interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number;
}

/** A connection of the graph, page by page: `pick` says where in the result it stands. */
export function useGraphPages<Data, Variables extends { readonly after?: string | null | undefined }, Node>(
  document: TypedDocument<Data, Variables>,
  variables: NoInfer<Variables>,
  pick: (data: Data) => Connection<Node> | null | undefined,
) {
  const sdk = useSdk();
  const query = useInfiniteQuery({
    queryKey: [document.name, variables, 'pages'],
    queryFn: ({ signal, pageParam }) => ask(sdk, document, { ...variables, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Data) => {
      const ends = pick(last)?.pageInfo;
      return ends?.hasNextPage ? ends.endCursor : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages.map(pick) ?? [];
  return {
    query,
    nodes: pages.flatMap((page) => page?.edges.map(({ node }) => node) ?? []),
    totalCount: pages[0]?.totalCount ?? 0,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
  };
}

/** What to do around a mutation. */
export interface GraphMutationOptions<Data> {
  /** Said in passing when it worked. */
  readonly done?: string;
  readonly onDone?: (data: Data) => void;
  /** The viewer's own account is changed by it. */
  readonly changesViewer?: boolean;
  /** The page shows the failure itself, so it is not said in passing. */
  readonly showsFailure?: boolean;
}

/** A mutation of the graph. What is shown is fetched anew afterwards. */
export function useGraphMutation<Data, Variables>(
  document: TypedDocument<Data, Variables>,
  { done, onDone, changesViewer = false, showsFailure = false }: GraphMutationOptions<Data> = {},
) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const errorText = useErrorText();
  return useMutation<Data, Error, Variables>({
    mutationFn: (variables) => {
      const rest: RequestArguments<Variables> = [variables];
      return sdk.mutate(document, ...rest);
    },
    onSuccess: async (data) => {
      onDone?.(data);
      if (done) sayDone(done);
      await queries.invalidateQueries({ predicate: ({ queryKey }) => changesViewer || queryKey[0] !== viewerKey[0] });
    },
    onError: (error) => {
      if (!showsFailure) sayFailed(errorText(error));
    },
  });
}
