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

    /** Looking at each property that the schema names takes its time as well, whether the value has it or not. */
    @Override
    public void evaluationPathAddLast(String keyword) {
        Schema schema = getEvaluationSchema().peekLast();
        JsonNode said = schema == null ? null : schema.getSchemaNode().get(keyword);
        work.spend(Work.KEYWORD + (said == null ? 0 : 2L * said.size()));
        super.evaluationPathAddLast(keyword);
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
