import { Histogram, type Registry } from 'prom-client';

/** A histogram without labels that takes one value for many at once: a slice of a broadcast is thousands of deliveries. */
export class WeightedHistogram extends Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  constructor(options: {
    readonly name: string;
    readonly help: string;
    /** Upper bounds, rising. */
    readonly buckets: number[];
    readonly registers: Registry[];
  }) {
    super(options);
    this.#name = options.name;
    this.#help = options.help;
    this.#bounds = options.buckets;
    this.#counts = new Float64Array(options.buckets.length + 1);
  }

  observeMany(value: number, count: number): void {
    const found = this.#bounds.findIndex((bound) => value <= bound);
    const place = found < 0 ? this.#bounds.length : found;
    this.#counts[place] = (this.#counts[place] ?? 0) + count;
    this.#sum += value * count;
  }

  /** What prom-client asks its own metrics for, whatever it writes. */
  async getForPromString() {
    const name = this.#name;
    let below = 0;
    const buckets = [...this.#counts].map((count, place) => {
      below += count;
      return { labels: { le: this.#bounds[place] ?? '+Inf' }, metricName: `${name}_bucket`, value: below };
    });
    const values = [
      ...buckets,
      { labels: {}, metricName: `${name}_sum`, value: this.#sum },
      { labels: {}, metricName: `${name}_count`, value: below },
    ];
    return { name, help: this.#help, type: 'histogram', aggregator: 'sum', values };
  }
}
