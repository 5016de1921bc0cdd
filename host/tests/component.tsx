import { useRef } from 'react';
import { VivaVoce } from 'viva-voce/react';
import type { VivaVoceElement } from 'viva-voce/react';

export function Support({ topic }: { topic: string }) {
  const talk = useRef<VivaVoceElement>(null);
  return (
    <>
      <VivaVoce
        ref={talk}
        scenario="support"
        variant="basic"
        server="https://embed.example"
        userName="Ada"
        userEmail="ada@example.com"
        promptUserInfo={false}
        hidePoweredBy
        autoHeight
        maxDuration={600}
        theme="dark"
        variables={{ topic }}
        getToken={async () => 'sat_1'}
        className="talk"
        style={{ maxHeight: 800 }}
        data-place="corner"
        aria-label="Support"
        onStart={({ sessionId, timestamp }) => console.log(sessionId.length, timestamp.toFixed())}
        onSubmit={(message) => console.log(message.event satisfies 'onSubmit')}
        onResize={({ data }) => console.log(data.height.toFixed())}
        onError={({ data }) => console.log(data.code, data.message)}
      />
      <button onClick={() => void talk.current?.send('Hello').then((state) => state.phase)}>Hi</button>
      {/* @ts-expect-error: a scenario is needed */}
      <VivaVoce userName="Ada" />
      {/* @ts-expect-error: three variants */}
      <VivaVoce scenario="x" variant="large" />
      {/* @ts-expect-error: no such attribute */}
      <VivaVoce scenario="x" colour="red" />
      {/* @ts-expect-error: the event has no data */}
      <VivaVoce scenario="x" onStop={({ data }) => data} />
    </>
  );
}
