// Counts the words of a text. The bindings are those of wit-bindgen for the world map-impl.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "map_impl.h"

static void say(const char *text) {
  map_impl_string_t context, message;
  map_impl_string_set(&context, "c-words");
  map_impl_string_set(&message, text);
  wasm_graph_processor_logger_log(WASM_GRAPH_PROCESSOR_LOGGER_LEVEL_INFO, &context, &message);
}

// The bytes, whether the host or the message holds them; they are the caller's.
static map_impl_list_u8_t bytes(wasm_graph_processor_types_buffer_or_bytes_t *data) {
  map_impl_list_u8_t found = {NULL, 0};
  if (data->tag == WASM_GRAPH_PROCESSOR_TYPES_BUFFER_OR_BYTES_BUFFER) {
    wasm_graph_processor_types_method_buffer_read(wasm_graph_processor_types_borrow_buffer(data->val.buffer), &found);
    wasm_graph_processor_types_buffer_drop_own(data->val.buffer);
  } else {
    found = data->val.bytes;
  }
  return found;
}

static int is_space(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static int count(map_impl_list_u8_t text) {
  int words = 0;
  for (size_t i = 0; i < text.len; i++) {
    words += !is_space(text.ptr[i]) && (i == 0 || is_space(text.ptr[i - 1]));
  }
  return words;
}

bool exports_wasm_graph_processor_map_init(exports_wasm_graph_processor_map_module_configuration_t *configuration) {
  exports_wasm_graph_processor_map_module_configuration_free(configuration);
  say("init");
  return true;
}

bool exports_wasm_graph_processor_map_process(exports_wasm_graph_processor_map_data_model_t *model,
                                              exports_wasm_graph_processor_map_data_model_t *ret,
                                              exports_wasm_graph_processor_map_error_t *err) {
  if (model->tag != WASM_GRAPH_PROCESSOR_TYPES_DATA_MODEL_MESSAGE) {
    map_impl_string_dup(&err->message, "only messages are counted");
    exports_wasm_graph_processor_map_data_model_free(model);
    return false;
  }
  map_impl_list_u8_t text = bytes(&model->val.message.payload);
  char answer[32];
  int length = snprintf(answer, sizeof answer, "{\"words\":%d}", count(text));
  map_impl_list_u8_free(&text);
  model->val.message.payload.tag = WASM_GRAPH_PROCESSOR_TYPES_BUFFER_OR_BYTES_BYTES;
  model->val.message.payload.val.bytes.ptr = (uint8_t *)strdup(answer);
  model->val.message.payload.val.bytes.len = (size_t)length;
  *ret = *model;  // The rest of the message goes on as it came.
  return true;
}
