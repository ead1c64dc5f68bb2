/** What a client reads of a message. */
export type Message = {
  readonly id?: string;
  readonly type: string;
  readonly payload?: {
    readonly data?: Readonly<Record<string, { readonly revision: number; readonly sentAt: number } | null>> | null;
    readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
    readonly extensions?: {
      readonly position?: Position;
      readonly ticket?: string;
      readonly snapshot?: boolean;
      readonly resumed?: boolean;
      readonly skipped?: number;
    };
  };
};

export type Position = { readonly epoch: string; readonly offset: number };

export const stateIn = ({ payload }: Message) => Object.values(payload?.data ?? {})[0] ?? undefined;

/** The code of what was refused, for the count of faults. */
export function codeOf(message: Message): string {
  const errors = message.payload?.errors ?? message.payload;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return /"code":"(\w+)"/.exec(JSON.stringify(first ?? ''))?.[1] ?? `${message.type.toUpperCase()}`;
}
