import style from './mark.module.css'

/** The mark: a lower-case h is a chimney and an arch, the fire sits in the arch; ash where nothing is lit. */
export const Mark = ({ size, out = false }: { size: number; out?: boolean }) => (
  <svg class={style.mark} data-out={out} width={size} height={size} viewBox="4 2 56 60" aria-hidden="true">
    <path d="M14 9v46M14 38c0-10.5 7.5-18 18-18s18 7.5 18 18v17" />
    <path
      class={style.fire}
      d="M33 32c1.2 5.2 8 8 8 15.2A9 9 0 0 1 32 56.5a9 9 0 0 1-9-9.3c0-3 1.6-5.3 3.3-6.9.4 1.9 1.3 3 2.5 3.7C28.4 39.6 30 35 33 32Z"
    />
  </svg>
)
