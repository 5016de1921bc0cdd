"""AG-UI agents of five frameworks, each below its own path, with models that say what the last message asks for.

`agents.py FRAMEWORK…` serves those that are named, and prints their address and the versions of their packages.
"""

import json
import sys
from importlib.metadata import version

from typing import Any

import uvicorn
from fastapi import FastAPI, Request

app = FastAPI()


def plan(visitor: list[str], results: list[str]) -> dict[str, Any]:
    """What every model does with what the visitor said and what tools gave since: `say` in pieces, or `call` a tool."""
    said = visitor[-1]
    if results:
        return {"say": ["Order 7 is ", results[-1], "."]}
    if "order" in said:
        return {"call": ("look_up_order", {"number": 7})}
    if "delete" in said:
        return {"call": ("delete_file", {"path": "/a"})}
    if "fail" in said:
        raise RuntimeError("the model is out of order")
    if "again" in said:
        return {"say": ["You said: ", " / ".join(visitor)]}
    return {"say": ["Hello ", "there."]}


# pydantic-ai


def pydantic_ai() -> None:
    from pydantic_ai import Agent, DeferredToolRequests
    from pydantic_ai.messages import ModelMessage, ToolReturnPart, UserPromptPart
    from pydantic_ai.models.function import AgentInfo, DeltaToolCall, FunctionModel
    from pydantic_ai.ui.ag_ui import AGUIAdapter

    async def model(messages: list[ModelMessage], _: AgentInfo):
        visitor, results = [], []
        for message in messages:
            for part in message.parts:
                if isinstance(part, UserPromptPart):
                    visitor.append(str(part.content))
                    results = []
                if isinstance(part, ToolReturnPart):
                    results.append(str(part.content))
        if results and "deleted" in results[-1]:
            yield f"I have {results[-1]}."
            return
        if results and "order" not in visitor[-1]:
            yield f"The file stays: {results[-1]}"
            return
        todo = plan(visitor, results)
        if "call" in todo:
            name, arguments = todo["call"]
            yield {0: DeltaToolCall(name=name, json_args=json.dumps(arguments), tool_call_id=f"call_{len(messages)}")}
        for piece in todo.get("say", []):
            yield piece

    agent = Agent(FunctionModel(stream_function=model), output_type=[str, DeferredToolRequests])

    @agent.tool_plain
    def look_up_order(number: int) -> str:
        return "on its way"

    @agent.tool_plain(requires_approval=True)
    def delete_file(path: str) -> str:
        return f"deleted {path}"

    @app.post("/pydantic-ai")
    async def run(request: Request):
        return await AGUIAdapter.dispatch_request(request, agent=agent)


# LangGraph


def langgraph() -> None:
    from ag_ui_langgraph import LangGraphAgent, add_langgraph_fastapi_endpoint
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, ToolMessage
    from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
    from langchain_core.tools import tool
    from langgraph.checkpoint.memory import MemorySaver
    from langgraph.graph import END, START, MessagesState, StateGraph
    from langgraph.prebuilt import ToolNode
    from langgraph.types import interrupt

    class Model(BaseChatModel):
        @property
        def _llm_type(self) -> str:
            return "scripted"

        def _stream(self, messages, stop=None, run_manager=None, **kwargs):
            visitor, results = [], []
            for message in messages:
                if isinstance(message, HumanMessage):
                    visitor.append(str(message.content))
                    results = []
                if isinstance(message, ToolMessage):
                    results.append(str(message.content))
            todo = plan(visitor, results)
            if "call" in todo:
                name, arguments = todo["call"]
                # The name first and the arguments after it, as providers stream a call.
                for call in (
                    {"name": name, "args": "", "id": f"call_{len(messages)}", "index": 0},
                    {"name": None, "args": json.dumps(arguments), "id": None, "index": 0},
                ):
                    yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[call]))
            for piece in todo.get("say", []):
                yield ChatGenerationChunk(message=AIMessageChunk(content=piece))

        def _generate(self, messages, stop=None, run_manager=None, **kwargs):
            text = "".join(str(chunk.message.content) for chunk in self._stream(messages))
            return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])

    @tool
    def look_up_order(number: int) -> str:
        """Looks an order up."""
        return "on its way"

    model = Model()

    async def chat(state: MessagesState):
        return {"messages": [await model.ainvoke(state["messages"])]}

    def ask(state: MessagesState):
        wanted = str(state["messages"][-1].content)
        question = "What is your name?"
        if "object" in wanted:
            question = {"question": question, "options": ["Ada", "Bob"]}
        answer = interrupt(question)
        return {"messages": [AIMessage(content=f"Got {json.dumps(answer)}")]}

    def begin(state: MessagesState) -> str:
        return "ask" if "ask me" in str(state["messages"][-1].content) else "chat"

    def after(state: MessagesState) -> str:
        return "tools" if getattr(state["messages"][-1], "tool_calls", None) else END

    def graph():
        builder = StateGraph(MessagesState)
        builder.add_node("chat", chat)
        builder.add_node("ask", ask)
        builder.add_node("tools", ToolNode([look_up_order]))
        builder.add_conditional_edges(START, begin, ["ask", "chat"])
        builder.add_conditional_edges("chat", after, ["tools", END])
        builder.add_edge("tools", "chat")
        builder.add_edge("ask", END)
        return builder.compile(checkpointer=MemorySaver())

    for path, options in {"/langgraph": {}, "/langgraph-outcome": {"emit_interrupt_outcome": True}}.items():
        agent = LangGraphAgent(name="helper", graph=graph(), **options)
        add_langgraph_fastapi_endpoint(app, agent, path)


# agno


def agno() -> None:
    from agno.agent import Agent
    from agno.db.in_memory import InMemoryDb
    from agno.models.base import Model
    from agno.models.response import ModelResponse
    from agno.os.interfaces.agui import AGUI

    class Scripted(Model):
        def pieces(self, messages):
            visitor, results = [], []
            for message in messages:
                if message.role == "user":
                    visitor.append(str(message.content))
                    results = []
                if message.role == "tool":
                    results.append(str(message.content))
            todo = plan(visitor, results)
            if "call" in todo:
                name, arguments = todo["call"]
                function = {"name": name, "arguments": json.dumps(arguments)}
                call = {"id": f"call_{len(messages)}", "type": "function", "function": function}
                yield ModelResponse(role="assistant", tool_calls=[call])
            for piece in todo.get("say", []):
                yield ModelResponse(role="assistant", content=piece)

        def invoke(self, messages, *_, **__):
            return list(self.pieces(messages))[-1]

        async def ainvoke(self, messages, *_, **__):
            return self.invoke(messages)

        def invoke_stream(self, messages, *_, **__):
            yield from self.pieces(messages)

        async def ainvoke_stream(self, messages, *_, **__):
            for piece in self.pieces(messages):
                yield piece

        def _parse_provider_response(self, response, **_):
            return response

        def _parse_provider_response_delta(self, response):
            return response

    def look_up_order(number: int) -> str:
        """Looks an order up."""
        return "on its way"

    # It takes the last message alone of what a client sends, and knows the others itself.
    memory = {"db": InMemoryDb(), "add_history_to_context": True}
    agent = Agent(model=Scripted(id="scripted"), tools=[look_up_order], telemetry=False, **memory)
    app.include_router(AGUI(agent=agent, prefix="/agno").get_router())


# LlamaIndex


def llama_index() -> None:
    from llama_index.core.base.llms.types import ChatMessage, ChatResponse, LLMMetadata
    from llama_index.core.llms.function_calling import FunctionCallingLLM
    from llama_index.core.llms.llm import ToolSelection
    from llama_index.protocols.ag_ui.agent import AGUIChatWorkflow
    from llama_index.protocols.ag_ui.router import AGUIWorkflowRouter

    class Scripted(FunctionCallingLLM):
        @property
        def metadata(self):
            return LLMMetadata(is_function_calling_model=True, is_chat_model=True)

        def _prepare_chat_with_tools(self, tools, user_msg=None, chat_history=None, **kwargs):
            return {"messages": chat_history or []}

        async def astream_chat_with_tools(self, tools, user_msg=None, chat_history=None, **kwargs):
            visitor, results = [], []
            for message in chat_history or []:
                if message.role.value == "user":
                    visitor.append(str(message.content))
                    results = []
                if message.role.value == "tool":
                    results.append(str(message.content))
            todo = plan(visitor, results)

            async def pieces():
                text = ""
                for piece in todo.get("say", []):
                    text += piece
                    yield ChatResponse(message=ChatMessage(role="assistant", content=text), delta=piece)
                if "call" in todo:
                    call = {"name": todo["call"][0], "arguments": todo["call"][1], "id": f"call_{len(chat_history)}"}
                    message = ChatMessage(role="assistant", content="", additional_kwargs={"tool_calls": [call]})
                    yield ChatResponse(message=message, delta="")

            return pieces()

        def get_tool_calls_from_response(self, response, error_on_no_tool_call=True, **kwargs):
            calls = response.message.additional_kwargs.get("tool_calls", [])
            return [
                ToolSelection(tool_id=call["id"], tool_name=call["name"], tool_kwargs=call["arguments"]) for call in calls
            ]

        def chat(self, messages, **kwargs):
            raise NotImplementedError

        stream_chat = achat = astream_chat = complete = stream_complete = acomplete = astream_complete = chat

    def look_up_order(number: int) -> str:
        """Looks an order up."""
        return "on its way"

    async def workflow():
        return AGUIChatWorkflow(llm=Scripted(), backend_tools=[look_up_order], initial_state={}, timeout=60)

    app.include_router(AGUIWorkflowRouter(workflow).router, prefix="/llama-index")


# Microsoft's agent-framework


def agent_framework() -> None:
    from agent_framework import Agent, BaseChatClient, ChatResponse, ChatResponseUpdate, Content
    from agent_framework import FunctionInvocationLayer, ResponseStream, tool
    from agent_framework_ag_ui import add_agent_framework_fastapi_endpoint

    class Scripted(FunctionInvocationLayer, BaseChatClient):
        def _inner_get_response(self, *, messages, stream, options, **_):
            visitor, results = [], []
            for message in messages:
                if message.role == "user" and message.text:
                    visitor.append(message.text)
                    results = []
                for part in message.contents:
                    if part.type == "function_result":
                        results.append(str(part.result))

            async def pieces():
                if results and "order" not in visitor[-1]:
                    todo = {"say": [f"I have {results[-1]}." if "deleted" in results[-1] else "The file stays."]}
                else:
                    todo = plan(visitor, results)
                if "call" in todo:
                    name, arguments = todo["call"]
                    call = Content.from_function_call(f"call_{len(messages)}", name, arguments=json.dumps(arguments))
                    yield ChatResponseUpdate(role="assistant", contents=[call])
                for piece in todo.get("say", []):
                    yield ChatResponseUpdate(role="assistant", contents=[Content.from_text(piece)])

            return ResponseStream(pieces(), finalizer=ChatResponse.from_updates)

    @tool(approval_mode="never_require")
    def look_up_order(number: int) -> str:
        """Looks an order up."""
        return "on its way"

    @tool(approval_mode="always_require")
    def delete_file(path: str) -> str:
        """Deletes a file."""
        return f"deleted {path}"

    agent = Agent(client=Scripted(), name="helper", instructions="Help.", tools=[look_up_order, delete_file])
    add_agent_framework_fastapi_endpoint(app, agent, "/agent-framework", single_user=True)


FRAMEWORKS = {
    "pydantic-ai-slim": pydantic_ai,
    "ag-ui-langgraph": langgraph,
    "agno": agno,
    "llama-index-protocols-ag-ui": llama_index,
    "agent-framework-ag-ui": agent_framework,
}
for name in sys.argv[1:]:
    FRAMEWORKS[name]()

config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
server = uvicorn.Server(config)
listener = config.bind_socket()
versions = {name: version(name) for name in sys.argv[1:]}
# Once it can be asked.
print(json.dumps({"url": f"http://127.0.0.1:{listener.getsockname()[1]}", "versions": versions}), flush=True)
server.run(sockets=[listener])
