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
        SortedDictionary<string, Action<Stream>> files = Texts(student, modelCard, options);
        foreach ((string name, Action<Stream> write) in WeightFiles.Of(student.Weights.ToTensors(), options))
        {
            files.Add(name, write);
        }

        return files;
    }

    private static SortedDictionary<string, Action<Stream>> Texts(Student student, string modelCard, ExportOptions options) => new(StringComparer.Ordinal)
    {
        ["README.md"] = stream => Text(stream, modelCard),
        ["config.json"] = stream => Text(stream, HuggingFaceConfig.Write(
            student.Config with { ContextLength = options.Context ?? student.Config.ContextLength }, ExportedTokens.Of(student.Language), options.Precision)),
        ["generation_config.json"] = stream => Text(stream, GenerationConfig(student, options.Context ?? student.Config.ContextLength)),
        ["tokenizer.json"] = stream => Text(stream, student.Tokenizer.ToJson()),
        ["tokenizer_config.json"] = stream => Text(stream, TokenizerConfig(student)),
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

    /// <summary>The text of tokenizer_config.json: the checkpoint's own, or that of a student that is born in a run.</summary>
    internal static string TokenizerConfig(Student student) =>
        student.Language.TokenizerConfig.Length > 0 ? student.Language.TokenizerConfig : TokenizerConfig(student.Config);

    private static string GenerationConfig(Student student, int context) => Json(json =>
    {
        ExportedTokens tokens = ExportedTokens.Of(student.Language);
        json.WriteBoolean("do_sample", false);
        WriteIds(json, "eos_token_id", tokens.Ends);
        json.WriteNumber("max_length", context);
        WriteIds(json, "pad_token_id", tokens.Padding < 0 ? [] : [tokens.Padding]);
    });

    // None is left out, one is a number, more are a list.
    private static void WriteIds(Utf8JsonWriter json, string name, IReadOnlyList<int> ids)
    {
        if (ids.Count == 1)
        {
            json.WriteNumber(name, ids[0]);
        }
        else if (ids.Count > 1)
        {
            json.WriteStartArray(name);
            foreach (int id in ids)
            {
                json.WriteNumberValue(id);
            }

            json.WriteEndArray();
        }
    }

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
