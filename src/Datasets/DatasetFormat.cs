using System.Text.Json.Serialization;

namespace Tapir.Datasets;

/// <summary>The forms of instruction data that are read. Each may come as JSON lines or as one JSON array.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DatasetFormat>))]
public enum DatasetFormat
{
    /// <summary>Tapir's own: <c>id, instruction, response, task, family, level, ...</c></summary>
    Tapir,

    /// <summary>Stanford Alpaca: <c>instruction, input, output</c>.</summary>
    Alpaca,

    /// <summary>Self-Instruct: <c>instruction, instances[{input, output}]</c>.</summary>
    SelfInstruct,

    /// <summary>GSM8K: <c>question, answer</c>, the answer ending in <c>#### N</c>.</summary>
    Gsm8k,

    /// <summary>OpenAI chat messages: <c>messages[{role, content}]</c>.</summary>
    Messages,
}
