import { readWith, runProcess } from '@lectern/runtime';
import { MailDev } from 'maildev';

/** The local mailbox as a process: takes every mail by SMTP, sends none on, and shows them on a web page. */
await runProcess(
  (env) =>
    readWith(env, (read) => ({
      smtp: read.integer('MAILBOX_SMTP_PORT'),
      web: read.integer('MAILBOX_WEB_PORT'),
      mailDirectory: read.string('MAILBOX_DIR'),
    })),
  async (config) => {
    const mailDev = new MailDev({ ...config, ip: '127.0.0.1', webIp: '127.0.0.1', maxEmails: 1_000, silent: true });
    await mailDev.start();
    return { url: `http://127.0.0.1:${config.web}`, [Symbol.asyncDispose]: () => mailDev.stop() };
  },
);
