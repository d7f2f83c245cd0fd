import { Fragment } from 'preact'
import { siteName } from './origin'

/** A site by its name: whole, and broken only where its parts end. */
export const SiteName = ({ origin }: { origin: string }) => (
  <bdi dir="ltr">
    {siteName(origin)
      .split('.')
      .map((label, index) => (
        <Fragment key={`${index} ${label}`}>
          {index > 0 && (
            <>
              .<wbr />
            </>
          )}
          {label}
        </Fragment>
      ))}
  </bdi>
)
