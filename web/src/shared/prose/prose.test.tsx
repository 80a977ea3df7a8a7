import { render, waitFor } from "@testing-library/preact";
import { expect, test } from "vitest";
import { Prose } from "./Prose";

const markdown = async (text: string, inline = false) => {
  const { container } = render(<Prose text={text} format="markdown" inline={inline} />);
  const place = container.querySelector(".prose") as HTMLElement;
  await waitFor(() => expect(place.childNodes.length).toBeGreaterThan(0));
  await waitFor(() => expect(place.textContent === text && /[*$`]/.test(text)).toBe(false));
  return place;
};

test("a plain text stands as it was typed", () => {
  const { container } = render(<Prose text="3*4*5 <b>x</b>" format="plain" />);
  expect(container.textContent).toBe("3*4*5 <b>x</b>");
});

test("Markdown has emphasis, tables and lists", async () => {
  expect((await markdown("**why**")).querySelector("strong")?.textContent).toBe("why");
  expect((await markdown("|a|b|\n|-|-|\n|**1**|2|")).querySelectorAll("td").length).toBe(2);
});

test("HTML in Markdown is text, and links can't run scripts", async () => {
  const place = await markdown(
    '*a* <img src=x onerror="alert(1)"> [b](javascript:alert(1)) ![c](data:image/png;base64,xx)',
  );
  expect(place.querySelector("img, script, a[href^=javascript]")).toBeNull();
  expect(place.textContent).toContain("<img src=x");
});

test("a formula is found, and a price is none", async () => {
  expect((await markdown("The area is $\\pi r^2$.")).querySelector(".math")).not.toBeNull();
  expect((await markdown("*From* $5 and $6.")).querySelector(".math")).toBeNull();
});

test("the text of a choice has no paragraph", async () => {
  expect((await markdown("**a**", true)).querySelector("p")).toBeNull();
});
