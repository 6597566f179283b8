using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tapir.Models.ChatTemplates;
using Tapir.Models.Checkpoints;
using Tapir.Models.Network;
using Tapir.Models.Tokenization;

namespace Tapir.Models.Export;

/// <summary>A student as a Hugging Face folder, which <c>AutoModelForCausalLM</c> and <c>AutoTokenizer</c> load.</summary>
public static class HuggingFaceExport
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>The files, by name; each entry writes one. Equal students and cards give equal bytes.</summary>
    public static IReadOnlyDictionary<string, Action<Stream>> Files(Student student, string modelCard) => Files(student, modelCard, new ExportOptions());

    /// <summary>The same in another precision, or in more files. The index of several weight files is the last of them in order, so who writes in order never leaves an
    /// index of files that are not there.</summary>
    public static IReadOnlyDictionary<string, Action<Stream>> Files(Student student, string modelCard, ExportOptions options)
    {
        SortedDictionary<string, Action<Stream>> files = Texts(student, modelCard, options.Precision);
        foreach ((string name, Action<Stream> write) in WeightFiles.Of(student.Weights.ToTensors(), options))
        {
            files.Add(name, write);
        }

        return files;
    }

    private static SortedDictionary<string, Action<Stream>> Texts(Student student, string modelCard, ExportPrecision precision) => new(StringComparer.Ordinal)
    {
        ["README.md"] = stream => Text(stream, modelCard),
        ["config.json"] = stream => Text(stream, HuggingFaceConfig.Write(student.Config, null, SpecialTokens.EndOfTextId, SpecialTokens.PaddingId, precision)),
        ["generation_config.json"] = stream => Text(stream, GenerationConfig(student.Config)),
        ["tokenizer.json"] = stream => Text(stream, student.Tokenizer.ToJson()),
        ["tokenizer_config.json"] = stream => Text(stream, student.Language.TokenizerConfig.Length > 0 ? student.Language.TokenizerConfig : TokenizerConfig(student.Config)),
    };

    /// <summary>Reads a student back from a folder that holds <see cref="Files(Student, string)"/>.</summary>
    /// <exception cref="InvalidDataException">A file is damaged, or the folder is somebody else's model.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    public static Student Read(string folder)
    {
        string tokenizer = Path.Combine(folder, "tokenizer.json");
        return new Student(TokenizerJson.Read(File.ReadAllText(tokenizer), tokenizer), ReadWeights(folder));
    }

    /// <summary>Config and weights of a checkpoint folder.</summary>
    internal static StudentWeights ReadWeights(string folder)
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        return checkpoint.ReadWeights();
    }

    private static void Text(Stream stream, string text) => stream.Write(Encoding.UTF8.GetBytes(text));

    private static string GenerationConfig(StudentConfig config) => Json(json =>
    {
        json.WriteBoolean("do_sample", false);
        json.WriteNumber("eos_token_id", SpecialTokens.EndOfTextId);
        json.WriteNumber("max_length", config.ContextLength);
        json.WriteNumber("pad_token_id", SpecialTokens.PaddingId);
    });

    private static string TokenizerConfig(StudentConfig config) => Json(json =>
    {
        json.WriteBoolean("add_prefix_space", false);
        json.WriteStartObject("added_tokens_decoder");
        for (int id = 0; id < SpecialTokens.All.Count; id++)
        {
            json.WriteStartObject(id.ToString());
            json.WriteString("content", SpecialTokens.All[id]);
            json.WriteBoolean("lstrip", false);
            json.WriteBoolean("normalized", false);
            json.WriteBoolean("rstrip", false);
            json.WriteBoolean("single_word", false);
            json.WriteBoolean("special", true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteNull("bos_token");
        json.WriteString("chat_template", StudentChatFormat.Template);
        json.WriteBoolean("clean_up_tokenization_spaces", false);
        json.WriteString("eos_token", SpecialTokens.EndOfText);
        json.WriteNumber("model_max_length", config.ContextLength);
        json.WriteString("pad_token", SpecialTokens.Padding);
        json.WriteString("padding_side", "left");
        json.WriteString("tokenizer_class", "PreTrainedTokenizerFast");
        json.WriteNull("unk_token");
    });

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Format))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
