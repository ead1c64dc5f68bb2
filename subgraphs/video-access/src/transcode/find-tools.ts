import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

/** Paths of the two programs that read and write video. */
export type VideoTools = { readonly ffmpeg: string; readonly ffprobe: string };

export type ToolSettings = {
  /** Given by configuration; an empty one counts as not given. */
  readonly ffmpegPath: string | undefined;
  readonly ffprobePath: string | undefined;
  /** The search path, as in PATH. */
  readonly searchPath: string;
};

/** The configured programs, else those on the search path, else those that come as npm packages. */
export async function findVideoTools(settings: ToolSettings): Promise<VideoTools> {
  return {
    ffmpeg: await findTool('ffmpeg', settings.ffmpegPath, settings.searchPath),
    ffprobe: await findTool('ffprobe', settings.ffprobePath, settings.searchPath),
  };
}

async function findTool(name: 'ffmpeg' | 'ffprobe', configured: string | undefined, searchPath: string) {
  if (configured) {
    if (await isExecutable(configured)) return configured;
    throw new Error(`VIDEO_${name.toUpperCase()}_PATH: ${configured} cannot be executed`);
  }
  for (const folder of searchPath.split(delimiter).filter((entry) => entry !== '')) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return packagedTool(name);
}

/** The installer packages look for their binary when they are loaded, and throw on a platform without one. */
function packagedTool(name: 'ffmpeg' | 'ffprobe'): string {
  try {
    const found: unknown = createRequire(import.meta.url)(`@${name}-installer/${name}`);
    if (typeof found === 'object' && found !== null && 'path' in found && typeof found.path === 'string') {
      return found.path;
    }
  } catch (cause) {
    throw new Error(`no ${name} on this machine: install it, or set VIDEO_${name.toUpperCase()}_PATH`, { cause });
  }
  throw new Error(`no ${name} on this machine: install it, or set VIDEO_${name.toUpperCase()}_PATH`);
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
