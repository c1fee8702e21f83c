// How the form for the house's look is set: samples on their grounds, fields side by side.
import { css } from "lit";

export const brandStyles = css`
  form,
  .half {
    display: grid;
    gap: 10px;
    align-content: start;
  }
  .halves {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 20px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: end;
  }
  .field input[type="color"] {
    width: 64px;
    padding: 3px;
    cursor: pointer;
  }
  input[name="colour"] {
    width: 112px;
    font-family: ui-monospace, "Noto Sans Mono", monospace;
  }
  .tag {
    height: auto;
    min-height: 22px;
    padding-block: 2px;
    white-space: normal;
  }
  .samples {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
    gap: 8px;
  }
  .samples li {
    display: grid;
    gap: 6px;
    justify-items: start;
    padding: 10px 12px;
    border: 1px solid var(--edge);
    border-radius: 8px;
  }
  .sample {
    padding: 6px 12px;
    border-radius: 8px;
    font-weight: 700;
  }
  .samples .picture {
    justify-items: center;
  }
  .picture img {
    height: 56px;
    max-width: 100%;
    object-fit: contain;
  }
  .picture.night img {
    padding: 6px;
    background: #faf7f2;
    border-radius: 6px;
  }
  fieldset {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
    gap: 8px 12px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 6px;
    font-weight: 700;
  }
  .field input {
    min-width: 0;
  }
  .end {
    display: flex;
    justify-content: end;
  }
  @media (max-width: 700px) {
    .halves {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
