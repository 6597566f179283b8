using Google.Protobuf.WellKnownTypes;
using P = Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Wire;

/// <summary>Failure details to and from the wire. Compiled into client and worker alike.</summary>
internal static class FailureDetailsWire
{
    public static TaskFailureDetails? Read(P.TaskFailureDetails? details) => details is null
        ? null
        : new(details.ErrorType, details.ErrorMessage, details.StackTrace, Read(details.InnerFailure), ReadProperties(details))
        {
            IsNonRetriable = details.IsNonRetriable,
        };

    /// <remarks>Of a long chain of causes the first and the last are written (<see cref="P.FailureChain"/>).</remarks>
    public static P.TaskFailureDetails? Write(TaskFailureDetails? details) => P.FailureChain.Shorten(WriteAll(details));

    private static P.TaskFailureDetails? WriteAll(TaskFailureDetails? details)
    {
        if (details is null)
        {
            return null;
        }

        P.TaskFailureDetails written = new()
        {
            ErrorType = details.ErrorType,
            ErrorMessage = details.ErrorMessage,
            StackTrace = details.StackTrace,
            InnerFailure = WriteAll(details.InnerFailure),
            IsNonRetriable = details.IsNonRetriable,
        };
        foreach ((string key, object? value) in details.Properties ?? new Dictionary<string, object?>())
        {
            written.Properties[key] = WriteValue(value);
        }

        return written;
    }

    private static Dictionary<string, object?>? ReadProperties(P.TaskFailureDetails details) => details.Properties.Count == 0
        ? null
        : details.Properties.ToDictionary(property => property.Key, property => ReadValue(property.Value));

    private static object? ReadValue(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.NumberValue => value.NumberValue,
        Value.KindOneofCase.BoolValue => value.BoolValue,
        Value.KindOneofCase.ListValue => value.ListValue.Values.Select(ReadValue).ToList(),
        Value.KindOneofCase.StructValue => value.StructValue.Fields.ToDictionary(field => field.Key, field => ReadValue(field.Value)),
        _ => null,
    };

    private static Value WriteValue(object? value) => value switch
    {
        null => Value.ForNull(),
        bool flag => Value.ForBool(flag),
        byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            Value.ForNumber(Convert.ToDouble(value)),
        IEnumerable<KeyValuePair<string, object?>> map => Value.ForStruct(new Struct
        {
            Fields = { map.ToDictionary(field => field.Key, field => WriteValue(field.Value)) },
        }),
        IEnumerable<object?> list => Value.ForList([.. list.Select(WriteValue)]),
        _ => Value.ForString(value.ToString()),
    };
}
