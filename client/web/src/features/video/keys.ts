/** What a key does to the player; null for keys that are not the player's. */
export type PlayerCommand =
  | { readonly kind: 'toggle' | 'mute' | 'fullscreen' }
  | { readonly kind: 'seek'; readonly bySeconds: number }
  | { readonly kind: 'jump'; readonly toPercent: number }
  | { readonly kind: 'speed'; readonly by: number };

const commands: Readonly<Record<string, PlayerCommand>> = {
  k: { kind: 'toggle' },
  ' ': { kind: 'toggle' },
  m: { kind: 'mute' },
  f: { kind: 'fullscreen' },
  j: { kind: 'seek', bySeconds: -10 },
  l: { kind: 'seek', bySeconds: 10 },
  ArrowLeft: { kind: 'seek', bySeconds: -5 },
  ArrowRight: { kind: 'seek', bySeconds: 5 },
  Home: { kind: 'jump', toPercent: 0 },
  End: { kind: 'jump', toPercent: 100 },
  '<': { kind: 'speed', by: -0.25 },
  '>': { kind: 'speed', by: 0.25 },
};

/** The command of a key as `KeyboardEvent.key` names it. */
export function commandOf(key: string): PlayerCommand | null {
  if (/^\d$/.test(key)) return { kind: 'jump', toPercent: Number(key) * 10 };
  return commands[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

/** Does to the video what the command says. */
export function obey(video: HTMLVideoElement, command: PlayerCommand): void {
  const length = Number.isFinite(video.duration) ? video.duration : 0;
  switch (command.kind) {
    case 'toggle':
      if (video.paused) video.play().catch(() => undefined);
      else video.pause();
      return;
    case 'mute':
      video.muted = !video.muted;
      return;
    case 'fullscreen':
      if (document.fullscreenElement) void document.exitFullscreen();
      else void video.requestFullscreen?.();
      return;
    case 'seek':
      video.currentTime = Math.min(length, Math.max(0, video.currentTime + command.bySeconds));
      return;
    case 'jump':
      video.currentTime = (length * command.toPercent) / 100;
      return;
    case 'speed':
      video.playbackRate = Math.min(2, Math.max(0.5, video.playbackRate + command.by));
      return;
    default:
      command satisfies never;
  }
}
