using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Students;

/// <summary>What a student does besides training: being born, answering, being exported.</summary>
public static class StudentFunctions
{
    public static readonly DurableFunction<TrainTokenizer, TrainedTokenizer> TrainTokenizer = new("students.train-tokenizer", version: 1, CachePolicy.Forever);

    public static readonly DurableFunction<CreateStudent, StudentRef> Create = new("students.create", version: 1, CachePolicy.Forever) { Numeric = true };

    /// <summary>Brings a model from a hub. What a branch or a tag names may be another model later, so a run keeps what it was given, and the next one asks anew.</summary>
    public static readonly DurableFunction<FetchModel, FetchedModel> Fetch = new("students.fetch", version: 1, CachePolicy.Never);

    /// <summary>Makes a student of a model that exists.</summary>
    public static readonly DurableFunction<LoadStudent, LoadedStudent> Load = new("students.load", version: 1, CachePolicy.Forever);

    public static readonly DurableFunction<AnswerShard, AnsweredShard> Answer = new("students.answer", version: 1, CachePolicy.Forever)
    {
        Numeric = true,
        Device = shard => shard.Device ?? "",
    };

    public static readonly DurableFunction<MeasureLoss, MeasuredLoss> MeasureLoss = new("students.measure-loss", version: 1, CachePolicy.Forever)
    {
        Numeric = true,
        Device = shard => shard.Device ?? "",
    };

    /// <summary>Writes <c>runs/RUN/student/</c>. Never cached: its effect is a folder, which may have been deleted.</summary>
    public static readonly DurableFunction<ExportStudent, ExportedStudent> Export = new("students.export", version: 1, CachePolicy.Never);
}

/// <summary>A student, and its tokenizer alone for those who only count tokens.</summary>
/// <param name="Model">Weights, shape and tokenizer in one safetensors file.</param>
/// <param name="Tokenizer">A Hugging Face tokenizer.json.</param>
public sealed record StudentRef(ArtifactRef Model, ArtifactRef Tokenizer);

public sealed record TrainTokenizer(ArtifactRef Pool, int Vocabulary);

public sealed record TrainedTokenizer(ArtifactRef Tokenizer, int Vocabulary);

public sealed record CreateStudent(StudentSpec Shape, ArtifactRef Tokenizer, int RandomSeed);

/// <summary>One file of a model: of a Hugging Face folder, or the only one of a GGUF.</summary>
/// <param name="Name">Its name, without a folder.</param>
public sealed record ModelFile(string Name, ArtifactRef Content);

/// <param name="Model"><c>hf://OWNER/NAME@REVISION</c>.</param>
public sealed record FetchModel(string Model);

public sealed record FetchedModel(IReadOnlyList<ModelFile> Files);

/// <param name="Context">Longest prompt and answer together in the run, in tokens; a model that knows less keeps its own.</param>
public sealed record LoadStudent(IReadOnlyList<ModelFile> Files, int Context);

/// <param name="Family">What it is, in a few words: architecture, layers, width, parameters.</param>
/// <param name="Context">The model's own longest sequence, in tokens: the exported student has it again.</param>
/// <param name="Notes">What is used differently here than the model's files say.</param>
public sealed record LoadedStudent(StudentRef Student, string Family, int Context, IReadOnlyList<string> Notes);

/// <param name="Examples">Examples as JSON lines; the answers depend on this shard alone.</param>
/// <param name="AnswerTokens">Longest answer, in tokens.</param>
public sealed record AnswerShard(StudentRef Student, ArtifactRef Examples, int AnswerTokens)
{
    /// <value>Whether an instruction that leaves no room for the longest answer loses its end; null where it stays as it is.</value>
    public bool? CutsLongInstructions { get; init; }

    /// <value>The device it is computed on; null for the processor.</value>
    public string? Device { get; init; }
}

/// <param name="Answers"><see cref="StudentAnswer"/> as JSON lines, in the order of the examples.</param>
public sealed record AnsweredShard(ArtifactRef Answers, int Count, long Tokens, int Truncated)
{
    /// <value>Instructions that are too long for the student: cut, or without an answer. Null for none.</value>
    public int? LongInstructions { get; init; }
}

/// <param name="Id">Id of the example.</param>
/// <param name="Truncated">Whether the longest length ended it.</param>
public sealed record StudentAnswer(string Id, string Text, int Tokens, bool Truncated);

public sealed record MeasureLoss(StudentRef Student, ArtifactRef Examples)
{
    /// <value>Whether an instruction that is too long loses its end; null where its example is left out.</value>
    public bool? CutsLongInstructions { get; init; }

    /// <value>The device it is computed on; null for the processor.</value>
    public string? Device { get; init; }
}

/// <param name="LossSum">Sum of the next-token cross-entropy over response tokens, in nats.</param>
/// <param name="Tokens">Number of those tokens.</param>
public sealed record MeasuredLoss(double LossSum, long Tokens);

/// <param name="Card">Facts for the model card, in order: no times, so that the same run gives the same bytes.</param>
public sealed record ExportStudent(StudentRef Student, string Title, IReadOnlyList<CardFact> Card, int AnswerTokens)
{
    /// <value>The longest sequence that config.json is to name, in tokens; null for the student's own.</value>
    public int? Context { get; init; }
}

public sealed record CardFact(string Name, string Value);

/// <param name="Folder">The student's folder, relative to the run's.</param>
/// <param name="Digest">SHA-256 over the names and bytes of its files.</param>
public sealed record ExportedStudent(string Folder, string Digest);
