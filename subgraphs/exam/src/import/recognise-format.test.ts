import { describe, expect, it } from '@jest/globals';
import { recogniseFormat } from './recognise-format.ts';

describe('the format of a file is recognised', () => {
  it.each([
    ['a table', 'prompt,answer\nQ?,TRUE', 'questions.csv', 'CSV'],
    ['a table with other names', 'Question;Option 1;Option 2;Correct answer\nQ?;a;b;A', 'q.txt', 'CSV'],
    ['a table whose texts look like GIFT', 'prompt,answer\n"Q {=a ~b}",TRUE', 'q.csv', 'CSV'],
    ['something else altogether', 'name,age\nAda,36', 'people.csv', 'CSV'],
    ['GIFT by its answers', 'Q? {=a ~b}', 'q.txt', 'GIFT'],
    ['GIFT by its title', '::T:: Q?\n{TRUE}', 'q.txt', 'GIFT'],
    ['GIFT by its category', '$CATEGORY: x\n\nQ', '', 'GIFT'],
    ['GIFT by its name', 'Just a text.', 'q.gift', 'GIFT'],
    ['GIFT of essays', 'Write. {}', 'q.txt', 'GIFT'],
    ['Aiken', 'Q?\nA. x\nB. y\nANSWER: A', 'q.txt', 'AIKEN'],
    ['Aiken with brackets', 'Q?\nA) x {=1}\nB) y\nANSWER: B\n', 'q.txt', 'AIKEN'],
    ['Moodle XML', '<?xml version="1.0"?>\n<!-- x -->\n<quiz><question/></quiz>', 'q.txt', 'MOODLE_XML'],
    ['QTI 3', '<?xml version="1.0"?><qti-assessment-item xmlns="x"/>', 'q.csv', 'QTI'],
    ['QTI 2', '<q:assessmentItem xmlns:q="x"/>', 'q.xml', 'QTI'],
    ['a section of QTI', '<qti-assessment-section/>', 'q.xml', 'QTI'],
    ['XML of other kinds', '<html><body/></html>', 'q.xml', null],
    ['a page with a document type', '<!DOCTYPE html><html/>', 'q.xml', null],
  ])('%s', (_name, text, fileName, format) => {
    expect(recogniseFormat(text, fileName)).toBe(format);
  });

  it('without looking at every line again for every line', () => {
    expect(recogniseFormat('\n'.repeat(2_000_000), 'q.txt')).toBe('CSV');
    expect(recogniseFormat(`${' '.repeat(2_000_000)}{`, 'q.txt')).toBe('CSV');
  });
});
