import { describe, expect, it } from '@jest/globals';
import { testMailServer } from '@lectern/testing';
import { password, startTestIdentity } from './_identity.ts';

describe('a forgotten password', () => {
  it('is replaced through a mailed link that works once, and ends the sessions', async () => {
    await using mailServer = await testMailServer();
    await using identity = await startTestIdentity({
      IDENTITY_SMTP_URL: mailServer.url,
      IDENTITY_MAIL_FROM: 'Lectern <lectern@school.example>',
    });
    const user = await identity.makeUser('forgetful@example.org');
    await identity.sql(`update identity.users set locale = 'id' where id = ?`, [user.id]);
    const browser = identity.browser();
    await browser.signIn(user.email);
    expect((await browser.request('/providers')).body.isPasswordResetOffered).toBe(true);

    const asked = await browser.request('/request-password-reset', { body: { email: user.email } });
    const unknown = await browser.request('/request-password-reset', { body: { email: 'nobody@example.org' } });
    expect(asked).toMatchObject({ status: 200, body: { status: true } });
    expect(unknown.body).toEqual(asked.body);
    const [mail] = await mailServer.waitForMail(1);
    expect(mail).toMatchObject({ to: [user.email], message: { subject: 'Buat kata sandi baru' } });
    const link = mail?.message.text?.match(/http:\/\/localhost:4000\/reset-password\?token=(\S+)/);
    const reset = () =>
      browser.request('/reset-password', { body: { token: link?.[1] ?? '', newPassword: 'a new long password' } });
    expect((await reset()).status).toBe(200);
    expect(await reset()).toMatchObject({ status: 400, body: { code: 'INVALID_TOKEN' } });

    expect((await browser.request('/token')).status).toBe(401);
    expect((await browser.signIn(user.email, password)).status).toBe(401);
    expect((await browser.signIn(user.email, 'a new long password')).status).toBe(200);
    expect(mailServer.mails).toHaveLength(1);
  });

  it('can be asked for only so often', async () => {
    await using mailServer = await testMailServer();
    await using identity = await startTestIdentity({
      IDENTITY_SMTP_URL: mailServer.url,
      IDENTITY_MAIL_FROM: 'l@x.example',
    });
    await identity.makeUser('often@example.org');
    const ask = () => identity.browser().request('/request-password-reset', { body: { email: 'often@example.org' } });
    for (let time = 0; time < 5; time += 1) expect((await ask()).status).toBe(200);
    expect(await ask()).toMatchObject({ status: 429, body: { code: 'AUTH_REQUESTS_EXCEEDED' } });
  });

  it('is not offered where no mail can be sent', async () => {
    await using identity = await startTestIdentity();
    expect((await identity.browser().request('/providers')).body.isPasswordResetOffered).toBe(false);
    const answer = await identity.browser().request('/request-password-reset', { body: { email: 'a@example.org' } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'RESET_PASSWORD_DISABLED' } });
  });
});
