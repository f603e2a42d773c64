//! What was seen in one frame, and the rows that it becomes.

use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub struct Frame {
    id: u64,
    height: u32,
    width: u32,
    #[serde(default)]
    detections: Vec<Detection>,
}

#[derive(Deserialize)]
struct Detection {
    #[serde(rename = "Id")]
    id: String,
    #[serde(rename = "insightName")]
    insight_name: String,
    #[serde(rename = "modelType")]
    model_type: String,
    instances: Vec<Instance>,
}

/// A place in the frame, and a span of time.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Instance {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
    start: f64,
    end: f64,
    start_time: String,
    end_time: String,
    confidence: f32,
}

#[derive(Serialize)]
pub struct Row<'a> {
    id: u64,
    frame_width: u32,
    frame_height: u32,
    detection_id: &'a str,
    insight_name: &'a str,
    model_type: &'a str,
    x: f32,
    y: f32,
    width: f32,
    height: f32,
    start: f64,
    end: f64,
    start_time: &'a str,
    end_time: &'a str,
    confidence: f32,
}

/// One for each instance, in the order of the document.
pub fn rows(frame: &Frame) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for detection in &frame.detections {
        for instance in &detection.instances {
            rows.push(Row {
                id: frame.id,
                frame_width: frame.width,
                frame_height: frame.height,
                detection_id: &detection.id,
                insight_name: &detection.insight_name,
                model_type: &detection.model_type,
                x: instance.x,
                y: instance.y,
                width: instance.width,
                height: instance.height,
                start: instance.start,
                end: instance.end,
                start_time: &instance.start_time,
                end_time: &instance.end_time,
                confidence: instance.confidence,
            });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{json, Value};

    fn instance(x: f64) -> Value {
        json!({
            "x": x, "y": 0.2, "width": 0.25, "height": 1, "start": 0.1, "end": 12.0, "startTime": "0:00:00.1",
            "endTime": "0:00:12", "confidence": 0.87654321
        })
    }

    fn detection(id: &str, instances: Vec<Value>) -> Value {
        json!({"Id": id, "insightName": "person", "modelType": "yolo", "instances": instances})
    }

    fn convert(payload: Value) -> String {
        let frame: Frame = serde_json::from_str(&payload.to_string()).unwrap();
        serde_json::to_string(&rows(&frame)).unwrap()
    }

    #[test]
    fn an_instance_becomes_a_row_with_its_numbers_in_their_shortest_form() {
        let payload =
            json!({"id": 7, "height": 480, "width": 640, "detections": [detection("a", vec![instance(0.1)])]});
        let expected = concat!(
            r#"[{"id":7,"frame_width":640,"frame_height":480,"detection_id":"a","insight_name":"person","#,
            r#""model_type":"yolo","x":0.1,"y":0.2,"width":0.25,"height":1.0,"start":0.1,"end":12.0,"#,
            r#""start_time":"0:00:00.1","end_time":"0:00:12","confidence":0.8765432}]"#
        );
        assert_eq!(convert(payload), expected);
    }

    #[test]
    fn rows_stand_in_the_order_of_the_document() {
        let detections = [detection("b", vec![instance(1.0), instance(2.0)]), detection("a", vec![instance(3.0)])];
        let rows: Value =
            serde_json::from_str(&convert(json!({"id": 1, "height": 1, "width": 1, "detections": detections})))
                .unwrap();
        let seen: Vec<_> =
            rows.as_array().unwrap().iter().map(|row| (row["detection_id"].clone(), row["x"].clone())).collect();
        assert_eq!(seen, [(json!("b"), json!(1.0)), (json!("b"), json!(2.0)), (json!("a"), json!(3.0))]);
    }

    #[test]
    fn without_detections_there_are_no_rows() {
        assert_eq!(convert(json!({"id": 1, "height": 1, "width": 1})), "[]");
        assert_eq!(convert(json!({"id": 1, "height": 1, "width": 1, "detections": [detection("a", vec![])]})), "[]");
    }

    #[test]
    #[should_panic(expected = "missing field `width`")]
    fn a_missing_field_traps() {
        convert(json!({"id": 1, "height": 1}));
    }
}
