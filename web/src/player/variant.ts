/** Another form of a nickname that is taken: "Ada" becomes "Ada 2", and that "Ada 3". */
export function variant(nickname: string, longest = 30): string {
  const [, base = nickname, count] = /^(.*?)(?: (\d+))?$/u.exec(nickname.trim()) ?? [];
  const ending = ` ${Number(count ?? 1) + 1}`;
  return [...base].slice(0, longest - ending.length).join("") + ending;
}
