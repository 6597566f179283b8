using Tapir.Teachers.Budgets;

namespace Tapir.Teachers.Endpoints;

/// <summary>Which chat model to ask, and how. Holds the name of the environment variable that has the key, never the key: a spec is stored, hashed and
/// shown.</summary>
public sealed record ChatModelSpec
{
    /// <summary>The embedded tutor. It answers at once, so its calls in flight are those that one commit of the ledger takes in: with fewer the flushes to the disk are
    /// felt, and more bring nothing but calls to make again after a kill.</summary>
    public static readonly ChatModelSpec Tutor = new() { Kind = ChatModelKind.Tutor, Model = "tutor", Concurrency = 64 };

    public required ChatModelKind Kind { get; init; }

    /// <summary>Base address of the endpoint, such as <c>https://host/v1</c>; none for what this process computes.</summary>
    public Uri? Url { get; init; }

    /// <summary>Name of the model at the endpoint; path of a local one.</summary>
    public required string Model { get; init; }

    /// <summary>Name of the environment variable that holds the key; null where the endpoint wants none.</summary>
    public string? KeyVariable { get; init; }

    /// <value>0 to 2; null: the endpoint's own default.</value>
    public double? Temperature { get; init; }

    /// <summary>The longest answer. A budget reserves this much for every call in flight.</summary>
    /// <value>1 or more tokens; default 1,024.</value>
    public int MaxTokens { get; init; } = 1024;

    /// <summary>What the endpoint calls the limit: servers that are not OpenAI's often know <c>max_tokens</c> only, and ignore the other.</summary>
    public MaxTokensField MaxTokensField { get; init; } = MaxTokensField.MaxCompletionTokens;

    /// <summary>The longest wait for one answer.</summary>
    /// <value>More than zero; default 2 minutes.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Calls at one time, all users of the model in this process together.</summary>
    /// <value>1 or more; default 16.</value>
    public int Concurrency { get; init; } = 16;

    /// <summary>Calls a minute, evenly spaced.</summary>
    /// <value>1 or more; null: no limit.</value>
    public int? RequestsPerMinute { get; init; }

    /// <summary>How often a call is made again that failed for a reason that may pass, before the run pauses.</summary>
    /// <value>0 or more; default 8, about four minutes with the pauses between them.</value>
    public int Retries { get; init; } = 8;

    /// <summary>Whether the endpoint must be on the public internet, because whoever named it is not trusted with this machine's networks.</summary>
    public bool PublicOnly { get; init; }

    /// <summary>The model's price: nothing for the tutor and a local model, else as the table says; null where it is not known.</summary>
    public ModelPrice? PriceIn(PriceTable prices) => Kind != ChatModelKind.OpenAI ? ModelPrice.Free : prices.Find(Model);

    /// <summary>Everything that is wrong with the spec; empty where it can be opened. Never repeats a value that may be a key.</summary>
    public IReadOnlyList<ChatModelProblem> Validate() => ChatModelRules.Check(this);
}
