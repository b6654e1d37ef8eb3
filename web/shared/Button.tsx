import type { ButtonHTMLAttributes } from "react";

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "disabled"> & {
  readonly look?: "primary" | "danger" | "quiet" | "round" | "round primary";
  /** Cannot act now. The button stays focusable and says so; a click does nothing. */
  readonly isUnavailable?: boolean;
};

export function Button({ look, isUnavailable = false, className, onClick, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={["button", look, className].filter(Boolean).join(" ")}
      aria-disabled={isUnavailable || undefined}
      onClick={(event) => (isUnavailable ? event.preventDefault() : onClick?.(event))}
    />
  );
}
