/** Before each test file: the texts of all areas in English. */

import { PAGES } from "../../build/pages";
import { compiled } from "../../build/strings";
import { use } from "./i18n";

const folders = [...new Set(Object.values(PAGES).flatMap((page) => page.strings))];
use("en", compiled(folders, "en"));
