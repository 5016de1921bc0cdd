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
        variables={{ topic, order: 42, vip: true, city: undefined, note: null }}
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
      <VivaVoce scenario="x" userName={null} color={undefined} transcribe={false} pulse="false" />
      {/* @ts-expect-error: a scenario is a text */}
      <VivaVoce scenario={true} />
      {/* @ts-expect-error: a name is no flag, and `user && user.name` may be false */}
      <VivaVoce scenario="x" userName={false} />
      {/* @ts-expect-error: nor is a choice of words */}
      <VivaVoce scenario="x" theme={true} />
      {/* @ts-expect-error: nor a number */}
      <VivaVoce scenario="x" maxDuration={false} />
      {/* @ts-expect-error: a variable is no object */}
      <VivaVoce scenario="x" variables={{ order: { id: 42 } }} />
      {/* @ts-expect-error: three variants */}
      <VivaVoce scenario="x" variant="large" />
      {/* @ts-expect-error: no such attribute */}
      <VivaVoce scenario="x" colour="red" />
      {/* @ts-expect-error: the event has no data */}
      <VivaVoce scenario="x" onStop={({ data }) => data} />
    </>
  );
}
