using Tapir.Models;
using Tapir.Models.Checkpoints;

namespace Tapir.Activities.LocalModels;

/// <summary>Opens the model that a path names.</summary>
public static class LocalModelFile
{
    /// <param name="path">A Hugging Face folder (a student's is one), the folder of the run that exported a student, or a GGUF file.</param>
    /// <exception cref="LocalModelException">There is no model, or it cannot be read; the message says why.</exception>
    public static LocalModel Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(PlaceOf(path));
            return new LocalModel(NameOf(path), checkpoint.ComputeDigest(), new Student(ModelLanguage.Read(checkpoint), checkpoint.ReadWeights()));
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new LocalModelException($"'{path}' is no model that can be used: {problem.Message}", problem);
        }
    }

    /// <summary>What a model is called unless somebody says: the last part of its path that is not <c>student</c>, without <c>.gguf</c>.</summary>
    public static string NameOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), name = Path.GetFileName(full);
        return name == "student" && Path.GetDirectoryName(full) is { } above && Path.GetFileName(above) is { Length: > 0 } run ? run
            : name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(name)
            : name;
    }

    private static string PlaceOf(string path)
    {
        string own = Path.Combine(path, "student");
        return Directory.Exists(own) && !File.Exists(Path.Combine(path, "config.json")) ? own : path;
    }
}
