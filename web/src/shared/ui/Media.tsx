import { useState } from "preact/hooks";
import { mediaUrl } from "../address";

const SOUND = /\.(mp3|ogg|oga|wav|m4a|aac)(\?|$)/i;
const FILM = /\.(mp4|webm)(\?|$)/i;

interface MediaProps {
  url: string;
  alt: string | null | undefined;
  class?: string;
}

/**
 * The picture, sound or film of a question. What was uploaded here has no ending: what is no picture is a
 * sound.
 */
export function Media({ url, alt, class: name = "media" }: MediaProps) {
  const [noPicture, setNoPicture] = useState("");
  const props = { class: name, src: mediaUrl(url) };
  const words = alt ?? "";
  if (SOUND.test(url) || noPicture === url)
    return <audio {...props} controls aria-label={words || undefined} />;
  if (FILM.test(url)) return <video {...props} controls aria-label={words || undefined} />;
  return <img {...props} alt={words} onError={() => setNoPicture(url)} />;
}
