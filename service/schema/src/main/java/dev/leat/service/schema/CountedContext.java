package dev.leat.service.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;

/**
 * The library's state of one validation, which takes from {@link Work} what each keyword costs: the library goes through
 * it for every keyword, index and branch, and for every violation.
 */
final class CountedContext extends ExecutionContext {

    private final Work work;

    CountedContext(ExecutionConfig config, Work work) {
        super(config);
        this.work = work;
    }

    @Override
    public void evaluationPathAddLast(String keyword) {
        Schema schema = getEvaluationSchema().peekLast();
        JsonNode said = schema == null ? null : schema.getSchemaNode().get(keyword);
        work.spend(Work.KEYWORD + (said == null ? 0 : looks(keyword, said.size())));
        super.evaluationPathAddLast(keyword);
    }

    /** What it takes to look at each that the keyword names, whether the value has it or not. */
    private static long looks(String keyword, int size) {
        return switch (keyword) {
            case "properties", "patternProperties", "required", "dependencies" -> 2L * size;
            // A set, which is no list as long as nobody made it one.
            case "enum" -> size / 64;
            default -> 0;
        };
    }

    @Override
    public void evaluationPathAddLast(int index) {
        work.spend(Work.KEYWORD);
        super.evaluationPathAddLast(index);
    }

    @Override
    public void addError(Error error) {
        work.spend(Work.VIOLATION);
        super.addError(error);
    }
}
