using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Tapir.Orchestrations.Specs;

public enum TeacherKind
{
    /// <summary>The embedded tutor: no key, no network, verifiable tasks only.</summary>
    Tutor,

    /// <summary>An OpenAI-compatible endpoint.</summary>
    OpenAI,

    /// <summary>A model that lies on this machine, computed by Tapir itself.</summary>
    Local,
}

/// <summary>The request's field for the longest reply.</summary>
public enum MaxTokensName
{
    /// <summary><c>max_completion_tokens</c>: OpenAI's own, and most servers of today.</summary>
    MaxCompletionTokens,

    /// <summary><c>max_tokens</c>, the older name.</summary>
    MaxTokens,
}

/// <summary>The chat model that writes instructions and answers.</summary>
public sealed record TeacherSpec
{
    [Description("tutor (embedded, no key, no network), openAI (any OpenAI-compatible endpoint) or local (a model on this machine).")]
    public TeacherKind Kind { get; init; } = TeacherKind.Tutor;

    [Description("Base address of the endpoint, for kind openAI. Leave it out for OpenAI's own.")]
    public string? Url { get; init; }

    [Description("Model name at the endpoint, for kind openAI; path of the model, for kind local.")]
    public string? Model { get; init; }

    [Description("Name of the environment variable that holds the key, for kind openAI. The key itself is never written anywhere.")]
    public string KeyVariable { get; init; } = "OPENAI_API_KEY";

    [Description("Sampling temperature of written instructions and answers.")]
    [Range(0.0, 2.0)]
    public double Temperature { get; init; } = 0.7;

    [Description("Longest reply, in tokens.")]
    [Range(1, 1_000_000)]
    public int MaxTokens { get; init; } = 1024;

    [Description("What the endpoint calls that limit: maxCompletionTokens, or maxTokens for a server that knows the older name only, and would ignore the limit.")]
    public MaxTokensName MaxTokensField { get; init; } = MaxTokensName.MaxCompletionTokens;

    [Description("Calls in flight at a time in each worker process, for kinds openAI and local, which answers them in one batch. Those that a kill cuts off are made again.")]
    [Range(1, 4096)]
    public int Concurrency { get; init; } = 32;

    [Description("Seconds after which one call is given up and tried again.")]
    [Range(1, 3600)]
    public int TimeoutSeconds { get; init; } = 120;

    [Description("Calls a minute of each worker process, evenly spaced; 0 for no limit but the endpoint's own.")]
    [Range(0, 1_000_000)]
    public int RequestsPerMinute { get; init; }

    [Description("How often a call is made again that failed for a reason that may pass, before the run pauses: 8 is about four minutes.")]
    [Range(0, 100)]
    public int Retries { get; init; } = 8;

    [Description("Let the teacher rewrite its answers so that they fit a small student (docs/method.md, 3f).")]
    public bool Refine { get; init; } = true;

    /// <summary>The same teacher without what decides no answer: how the endpoint is reached, and settings that its kind does not look at.</summary>
    public TeacherSpec WithoutAccess()
    {
        TeacherSpec usual = new();
        return Kind == TeacherKind.Tutor
            ? usual with { Kind = Kind, Refine = Refine }
            : this with
            {
                KeyVariable = usual.KeyVariable,
                MaxTokensField = usual.MaxTokensField,
                Concurrency = usual.Concurrency,
                TimeoutSeconds = usual.TimeoutSeconds,
                RequestsPerMinute = usual.RequestsPerMinute,
                Retries = usual.Retries,
            };
    }
}
