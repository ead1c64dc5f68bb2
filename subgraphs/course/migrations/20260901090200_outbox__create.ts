import { outboxTableSql } from '@lectern/postgres';
import { Migration } from '@mikro-orm/migrations';

/** Events on their way to the stream. */
export class OutboxCreate extends Migration {
  override up(): void {
    this.addSql(outboxTableSql('course'));
  }

  override down(): void {
    this.addSql('drop table course.outbox');
  }
}
