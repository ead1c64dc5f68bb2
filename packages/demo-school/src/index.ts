export { type DemoSchoolOptions, loadDemoSchool } from './load-demo-school.ts';
