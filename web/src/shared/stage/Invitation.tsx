import { useEffect } from "preact/hooks";
import { t } from "../i18n";
import { findAddresses, joinAddress, siteAddress, typed } from "../invite";
import { Qr } from "../ui/Qr";

/** How to get into a room: the address, the code, and both as a QR code. */
export function Invitation({ code }: { code: string }) {
  useEffect(() => void findAddresses(), []);
  return (
    <section class="invitation">
      <div>
        <p class="where">
          {t("stage.go_to")} <strong dir="ltr">{typed(siteAddress.value)}</strong>
        </p>
        <p class="code" dir="ltr">
          <span class="unseen">{t("stage.room_code")} </span>
          {code}
        </p>
      </div>
      <Qr text={joinAddress(code)} label={t("stage.qr", { address: joinAddress(code) })} />
    </section>
  );
}
