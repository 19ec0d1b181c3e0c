import { libraryClass, native } from '../interpreter/native.ts';
import { PyTensor, type PyClass } from '../interpreter/values.ts';
import { constant, tensorType } from './tensors.ts';

function kept(name: string, role: 'parameter' | 'buffer'): PyClass {
  const type = libraryClass(name, [tensorType]);
  type.names.set(
    '__new__',
    native(
      name,
      'cls, data=None, requires_grad=True, **kwargs',
      (args) => {
        const data = args.value('data');
        const tensor =
          data instanceof PyTensor ? new PyTensor(data.shape, data.dtype) : constant(null, 'float');
        if (data instanceof PyTensor) tensor.data = data.data;
        tensor.role = role;
        return tensor;
      },
      { takesUnknown: true },
    ),
  );
  return type;
}

/** `torch.nn.Parameter`: a tensor that the module which holds it learns. */
export const parameterType = kept('Parameter', 'parameter');
export const bufferType = kept('Buffer', 'buffer');
