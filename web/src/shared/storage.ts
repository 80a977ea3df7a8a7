/**
 * What a page keeps. Where the browser blocks storage, it is kept as long as the page is open.
 * `local` is of all tabs of this site, `tab` of one tab.
 */

interface Store {
  get<T>(key: string): T | null;
  set(key: string, value: unknown): void;
  remove(key: string): void;
}

function store(area: () => Storage): Store {
  const memory = new Map<string, string>();
  const tried = <T>(work: (storage: Storage) => T, instead: () => T): T => {
    try {
      return work(area());
    } catch {
      return instead(); // blocked, or full
    }
  };
  return {
    get<T>(key: string) {
      const text =
        memory.get(key) ??
        tried(
          (storage) => storage.getItem(key),
          () => null,
        );
      try {
        return text === null ? null : (JSON.parse(text) as T);
      } catch {
        return null;
      }
    },
    set(key, value) {
      const text = JSON.stringify(value);
      tried(
        (storage) => {
          storage.setItem(key, text);
          memory.delete(key);
        },
        () => void memory.set(key, text),
      );
    },
    remove(key) {
      memory.delete(key);
      tried(
        (storage) => storage.removeItem(key),
        () => undefined,
      );
    },
  };
}

/** Whether the browser blocks storage, so that the next page knows nothing of what this one was told. */
export const keepsNothing = ((): boolean => {
  const probe = "quizzler.probe";
  try {
    localStorage.setItem(probe, "");
    localStorage.removeItem(probe);
    return false;
  } catch (error) {
    return (error as DOMException).name !== "QuotaExceededError"; // what is full still keeps what it has
  }
})();

export const local = store(() => localStorage);
export const tab = store(() => sessionStorage);
