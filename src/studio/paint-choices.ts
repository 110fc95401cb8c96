import type { Catalog } from '../network/catalog';
import { toErrorReport, type ErrorReport } from '../protocol/errors';
import type { Quality, Tier } from '../protocol/quality';
import type { RenderSettings } from '../protocol/render';
import type { StyleMix } from '../protocol/style';
import type { Store } from '../shared/store';
import { AddedStyles } from './added-styles';
import { loadPreferences, mergePreferences, savePreferences, type PreferenceStorage } from './preferences';
import { tierOf } from './qualities';
import { renderSettings, styleMix } from './render-settings';
import { networkGone, networkRefused } from './sentences';
import type { Preferences, StudioState } from './studio';

/** What to paint with: the preferences, and the styles there are to choose from, ours and those the user has added. */
export class PaintChoices {
  readonly #store: Store<StudioState>;
  readonly #ours: Catalog;
  readonly #storage: PreferenceStorage;
  readonly #added: AddedStyles;
  readonly #changed: () => void;
  /** What was chosen before, to come back to where the network of another quality cannot be had. */
  #lastQuality: Quality = 'auto';
  /** What was said of a style that was chosen and cannot be painted in. */
  #gone: { readonly styleId: string; readonly error: ErrorReport } | null = null;

  /** `changed`: something else is to be painted with than before. */
  constructor(store: Store<StudioState>, ours: Catalog, storage: PreferenceStorage, changed: () => void) {
    this.#store = store;
    this.#ours = ours;
    this.#storage = storage;
    this.#added = new AddedStyles(ours.networks);
    this.#changed = changed;
  }

  get mix(): StyleMix {
    return styleMix(this.#preferences, this.#added.list);
  }

  /** `camera`: whether the source is one, which alone is mirrored. */
  settings(camera: boolean): RenderSettings {
    return renderSettings(this.#preferences, this.#store.state.compare, camera, this.#added.list);
  }

  /** The network to paint one frame with: that of the quality, or what Auto paints with at present. */
  get tier(): Tier {
    return tierOf(this.#preferences.quality) ?? this.#store.state.meters?.tier ?? 'lite';
  }

  prefer(change: Partial<Preferences>): void {
    this.#take(change);
    savePreferences(this.#storage, this.#preferences);
    if (change.styleId !== undefined) this.#tellOfNetwork(change.styleId);
  }

  /** The network of a tier cannot be had: whatever asked for it is taken back, for this visit. */
  refused(tier: Tier, report: ErrorReport): void {
    const { styleId, mixStyleId } = this.#preferences;
    const asks = (wanted: string | null) =>
      this.#store.state.styles.some(({ id, added }) => id === wanted && added?.tier === tier);
    const [first] = this.#ours.styles;
    if (asks(mixStyleId)) this.#take({ mixStyleId: null });
    if (asks(styleId) && first) this.#take({ styleId: first.id });
    if (tierOf(this.#preferences.quality) === tier) {
      this.#take({ quality: tierOf(this.#lastQuality) === tier ? 'auto' : this.#lastQuality });
    }
    this.#store.update({ error: networkRefused(tier, report) });
  }

  /** Says why a style cannot be painted in, if so. */
  #tellOfNetwork(styleId: string): void {
    this.#forgetGone();
    const chosen = this.#store.state.styles.find(({ id }) => id === styleId);
    if (chosen?.added?.tier !== null) return;
    const error = networkGone(chosen.title);
    this.#gone = { styleId, error };
    this.#store.update({ error });
  }

  /** Choosing another style, or removing the one it is about, settles what was said of it. */
  #forgetGone(): void {
    if (this.#gone !== null && this.#store.state.error === this.#gone.error)
      this.#store.update({ error: null });
    this.#gone = null;
  }

  async addStyle(files: readonly File[]): Promise<void> {
    try {
      const { id, unkept } = await this.#added.add(files);
      this.#showStyles();
      this.prefer({ styleId: id });
      // What was said of a style before is settled; anything else still holds.
      if (unkept || this.#store.state.error?.code === 'style-unsuitable')
        this.#store.update({ error: unkept });
    } catch (error) {
      this.#store.update({ error: toErrorReport(error) });
    }
  }

  async removeStyle(id: string): Promise<void> {
    const back = await this.#added.remove(id);
    const { styleId, mixStyleId } = this.#preferences;
    const [first] = this.#ours.styles;
    this.#showStyles();
    if (this.#gone?.styleId === id) this.#forgetGone();
    if (mixStyleId === id) this.prefer({ mixStyleId: null });
    if (styleId === id && first) this.prefer({ styleId: first.id });
    if (back) this.#store.update({ error: back });
  }

  /** Brings added styles back. Their database answers later than the preferences, which may have been for one of them. */
  async restoreStyles(): Promise<void> {
    const before = this.#preferences;
    await this.#added.load();
    if (this.#added.list.length === 0) return;
    this.#showStyles();
    // Whoever was quicker than the disk has chosen anew.
    if (this.#preferences !== before) return;
    this.#store.update({ preferences: loadPreferences(this.#storage, before, this.#catalog) });
    this.#changed();
  }

  #take(change: Partial<Preferences>): void {
    const before = this.#preferences;
    const preferences = mergePreferences(before, change, this.#catalog);
    if (preferences.quality !== before.quality) this.#lastQuality = before.quality;
    this.#store.update({ preferences });
    this.#changed();
  }

  get #preferences(): Preferences {
    return this.#store.state.preferences;
  }

  /** What can be chosen, added styles among it. */
  get #catalog(): Catalog {
    return { ...this.#ours, styles: this.#store.state.styles };
  }

  #showStyles(): void {
    const added = this.#added.list.map(({ info }) => info);
    this.#store.update({ styles: [...this.#ours.styles, ...added] });
  }
}
