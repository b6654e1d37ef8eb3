import { Button } from "./Button.tsx";
import { Icon, type IconName } from "./icons.tsx";

/** A button that is only a drawing: its name is said to a screen reader, and shown on hover and on focus. */
export function IconButton(props: { readonly label: string; readonly icon: IconName; readonly onClick: () => void }) {
  return (
    <Button look="round" className="icon-button quiet" aria-label={props.label} onClick={props.onClick}>
      <Icon name={props.icon} />
      <span className="tip" aria-hidden="true">
        {props.label}
      </span>
    </Button>
  );
}
