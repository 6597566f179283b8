using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
using Tapir.Models;
using Tapir.Models.Export;
using Tapir.Models.Network;
using Tapir.Models.Tokenization;

namespace Tapir.EndToEnd.ModelServing;

/// <summary>`tapir serve-model` as a process over a small student with random weights, and OpenAI's client of it.</summary>
internal sealed class ServedStudent : IDisposable
{
    private readonly TapirProgram program = new();

    private ServedStudent(string model, string[] more)
    {
        Export(Path.Combine(program.Root, "small"));
        Process = program.Start([], ["serve-model", model, "--listen", "http://127.0.0.1:0", .. more]);
        Address = new Uri(Process.WaitFor("Tapir serves ").Split(' ')[4]);
        Http = new HttpClient { BaseAddress = new Uri(Address.GetLeftPart(UriPartial.Authority)), Timeout = TimeSpan.FromMinutes(2) };
    }

    public RunningProgram Process { get; }

    public HttpClient Http { get; }

    public Uri Address { get; }

    public ChatClient Chat => ChatOf("small");

    public static ServedStudent Start(params string[] more) => new("small", more);

    /// <param name="model">Path of another model.</param>
    public static ServedStudent StartModel(string model, params string[] more) => new(model, more);

    public ChatClient ChatOf(string model) => new(model, new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = Address, RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(0) });

    public void Dispose()
    {
        Http.Dispose();
        Process.Dispose();
        program.Dispose();
    }

    /// <summary>Writes the student as a run would.</summary>
    public static void Export(string folder)
    {
        StudentTokenizer tokenizer = StudentTokenizer.Train(["What is the capital of France?", "The capital of France is Paris."], 300);
        StudentConfig shape = new() { VocabularySize = tokenizer.VocabularySize, Width = 64, MlpWidth = 128, Layers = 2, Heads = 4, KeyValueHeads = 2, ContextLength = 4096 };
        using Student student = new(tokenizer, StudentWeights.Random(shape, 3));
        Directory.CreateDirectory(folder);
        foreach ((string name, Action<Stream> write) in HuggingFaceExport.Files(student, "A student with random weights."))
        {
            using FileStream file = File.Create(Path.Combine(folder, name));
            write(file);
        }
    }
}
