import { createTransport } from 'nodemailer';
import type { MailSettings } from '../config.ts';

/** Mails a person the link with which they set a new password. */
export type MailPasswordReset = (
  user: { readonly id: string; readonly name: string; readonly email: string },
  token: string,
) => Promise<void>;

export type PasswordResetMailer = Disposable & { readonly mail: MailPasswordReset };

type Texts = { readonly subject: string; readonly body: (name: string, link: string) => string };

const english: Texts = {
  subject: 'Set a new password',
  body: (name, link) =>
    `Hello ${name},\n\nsomeone, most likely you, asked for a new password for your Lectern account. Set it here within one hour:\n\n${link}\n\nIf it was not you, nothing needs to be done: your password stays as it is.\n`,
};

const indonesian: Texts = {
  subject: 'Buat kata sandi baru',
  body: (name, link) =>
    `Halo ${name},\n\nseseorang, kemungkinan besar Anda, meminta kata sandi baru untuk akun Lectern Anda. Buat kata sandi baru di sini dalam waktu satu jam:\n\n${link}\n\nJika bukan Anda, abaikan saja: kata sandi Anda tidak berubah.\n`,
};

/** For connecting, greeting and each silence; a mail server that hangs holds up nothing but this mail. */
const timeoutMs = 10_000;

export function createPasswordResetMailer(
  settings: MailSettings,
  publicUrl: string,
  findLocale: (userId: string) => Promise<string | undefined>,
): PasswordResetMailer {
  const transport = createTransport(
    { url: settings.smtpUrl, connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    { from: settings.from },
  );
  return {
    async mail(user, token) {
      const locale = await findLocale(user.id);
      const { subject, body } = locale?.split('-')[0] === 'id' ? indonesian : english;
      const link = `${publicUrl}/reset-password?token=${encodeURIComponent(token)}`;
      await transport.sendMail({ to: { name: user.name, address: user.email }, subject, text: body(user.name, link) });
    },
    [Symbol.dispose]: () => transport.close(),
  };
}
