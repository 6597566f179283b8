namespace Tapir.Orchestrations.Specs;

/// <summary>What of a <see cref="TeacherSpec"/> decides the answers to its calls: what functions are given, and so what keys hold. How the endpoint is reached (concurrency,
/// time limit, the key's variable) is looked up by run when a call is made, so that changing it repeats nothing.</summary>
/// <param name="Url">Base address without a slash at its end; null for a local model, and for the tutor, as is all that follows.</param>
/// <param name="Model">Name of the model at the endpoint; path of a local one.</param>
/// <param name="Temperature">0 to 2.</param>
/// <param name="MaxTokens">Longest reply, in tokens.</param>
public sealed record TeacherModel(TeacherKind Kind, string? Url = null, string? Model = null, double? Temperature = null, int? MaxTokens = null)
{
    private const string OpenAIUrl = "https://api.openai.com/v1";

    public static readonly TeacherModel Tutor = new(TeacherKind.Tutor);

    public static TeacherModel Of(TeacherSpec teacher)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        return teacher.Kind switch
        {
            TeacherKind.Tutor => Tutor,
            TeacherKind.Local => new TeacherModel(TeacherKind.Local, Url: null, teacher.Model, teacher.Temperature, teacher.MaxTokens),
            _ => new TeacherModel(teacher.Kind, (teacher.Url ?? OpenAIUrl).TrimEnd('/'), teacher.Model, teacher.Temperature, teacher.MaxTokens),
        };
    }
}
