package dev.leat.operator;

import dev.leat.operator.service.CommandException;
import dev.leat.operator.service.Commands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Remembers what was asked, and answers as it is told. */
final class FakeCommands implements Commands {

    final List<InvokerOptions> opened = new ArrayList<>();
    final List<Request> requests = new ArrayList<>();
    int open;
    Function<Request, Response> answer =
            request -> new Response(request.payload(), request.customUserData(), Optional.empty());

    void refuse(CommandException.Reason reason) {
        answer = request -> {
            throw new CommandException(reason, "as the test wants it");
        };
    }

    @Override
    public Invoker invoker(InvokerOptions options) {
        if (options.requestTopicPattern().isEmpty()) {
            throw new CommandException(CommandException.Reason.CONFIGURATION_INVALID, "no topic");
        }
        opened.add(options);
        open++;
        return new Invoker() {
            @Override
            public Response invoke(Request request) {
                requests.add(request);
                return answer.apply(request);
            }

            @Override
            public void close() {
                open--;
            }
        };
    }
}
