// <viva-voce> itself in JSX. `@ts-expect-error` marks what must not pass.
import type {} from 'viva-voce/jsx';
import type { VivaVoceElement } from 'viva-voce';
import { createRef } from 'react';

const talk = createRef<VivaVoceElement>();

export const page = (
  <>
    <viva-voce
      ref={talk} key="a" id="talk" className="wide" style={{ height: 600 }} aria-label="Support"
      scenario="support" user-name="Ada" show-pulse="false" max-duration={600} t_topic="tea"
    />
    {/* As React 19 sets properties and listens. */}
    <viva-voce
      scenario="support" userName="Ada" hidePoweredBy promptUserInfo={false} theme="dark"
      variables={{ order: 42, vip: true, city: null }} getToken={async () => 'sat_1'}
      onvv-submit={({ detail }) => console.log(detail.sessionId.length)}
      onvv-error={({ detail }) => console.log(detail.data.code satisfies string)}
    />
    {/* @ts-expect-error: three variants */}
    <viva-voce scenario="support" variant="large" />
    {/* @ts-expect-error: a name is no flag */}
    <viva-voce scenario="support" userName={true} />
    {/* @ts-expect-error: no such attribute */}
    <viva-voce scenario="support" colour="red" />
    {/* @ts-expect-error: the event has no data */}
    <viva-voce scenario="support" onvv-stop={({ detail }) => detail.data} />
  </>
);
