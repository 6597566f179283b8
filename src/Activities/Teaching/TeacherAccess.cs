using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Endpoints;

namespace Tapir.Activities.Teaching;

/// <summary>How a run reaches its teacher: what decides no answer and is part of no key.</summary>
/// <param name="Teacher">The spec's teacher, of which the rest is looked at here: key variable, calls in flight and a minute, time limit, retries.</param>
/// <param name="Prices">What models cost.</param>
public sealed record TeacherAccess(TeacherSpec Teacher, PriceTable Prices)
{
    /// <value>Whether the endpoint must be on the public internet: a run's that someone else asked for.</value>
    public bool PublicOnly { get; init; }

    /// <summary>The chat model that a call names, reached in this way.</summary>
    public ChatModelSpec ToChatModel(TeacherModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Kind switch
        {
            TeacherKind.Tutor => ChatModelSpec.Tutor,
            TeacherKind.Local => new ChatModelSpec
            {
                Kind = ChatModelKind.Local,
                Model = model.Model!,
                Temperature = model.Temperature,
                MaxTokens = model.MaxTokens!.Value,
                Concurrency = Teacher.Concurrency,
            },
            _ => Endpoint(model),
        };
    }

    private ChatModelSpec Endpoint(TeacherModel model) => new()
    {
        Kind = ChatModelKind.OpenAI,
        Url = new Uri(model.Url!),
        Model = model.Model!,
        KeyVariable = Teacher.KeyVariable,
        Temperature = model.Temperature,
        MaxTokens = model.MaxTokens!.Value,
        MaxTokensField = Teacher.MaxTokensField == MaxTokensName.MaxTokens ? MaxTokensField.MaxTokens : MaxTokensField.MaxCompletionTokens,
        Timeout = TimeSpan.FromSeconds(Teacher.TimeoutSeconds),
        Concurrency = Teacher.Concurrency,
        RequestsPerMinute = Teacher.RequestsPerMinute == 0 ? null : Teacher.RequestsPerMinute,
        Retries = Teacher.Retries,
        PublicOnly = PublicOnly,
    };
}
